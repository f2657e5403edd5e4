"""Names of the demo's people, by country: common ones, none of them anybody in particular."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Names:
    """First and last names of a country, and the language its people write in (ISO 639-1)."""

    language: str
    first: tuple[str, ...]
    last: tuple[str, ...]


def _names(language: str, first: str, last: str) -> Names:
    """Read names set down in one line each; an underscore stands for a space within a name."""
    split = (tuple(name.replace("_", " ") for name in line.split()) for line in (first, last))
    return Names(language, *split)


BY_COUNTRY: Final = {
    "IT": _names(
        "it",
        "Giulia Sofia Aurora Alice Martina Chiara Francesca Sara Elisa Federica Valentina Ilaria Beatrice Noemi Giorgia "
        "Marco Luca Matteo Alessandro Lorenzo Andrea Davide Simone Stefano Riccardo Giovanni Niccolò Tommaso Paolo "
        "Maria_Grazia Anna_Maria Gian_Luca Giosuè Desirée",
        "Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De_Luca Costa Giordano "
        "Mancini Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferrara Galli Martini Leone "
        "D'Angelo Dell'Orto Nicolò Cantù Di_Stefano Pellegrini",
    ),
    "ES": _names(
        "es",
        "Lucía María Paula Carmen Laura Marta Elena Sara Cristina Ana Pilar Inés Rocío Nuria Begoña Alejandro Pablo Daniel "
        "Álvaro Adrián David Javier Sergio Jorge Iván Íñigo José_Luis Andrés Óscar Raúl Ángel Mónica Belén",
        "García Fernández González Rodríguez López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz Moreno "
        "Muñoz Álvarez Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Serrano Núñez Ibáñez Castaño "
        "Peña Zúñiga",
    ),
    "GB": _names(
        "en",
        "Olivia Amelia Isla Emily Grace Charlotte Sophie Hannah Lucy Freya Zoë Chloe Imogen Priya Aisha Oliver George Harry "
        "Jack Thomas James William Daniel Callum Ewan Rhys Dylan Mohammed Sanjay Nathan Owen Beth",
        "Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Wright Walker Robinson Thompson White Hughes Edwards "
        "Green Hall Wood Harris Clarke Khan Jackson Turner Hill Campbell O'Connor MacDonald Fraser Lewis Whitfield "
        "Ashworth-Reid Begum",
    ),
    "US": _names(
        "en",
        "Emma Ava Mia Harper Evelyn Abigail Madison Camila Layla Nora Jasmine Renée Liam Noah Ethan Mason Logan Jacob "
        "Aiden Carlos Tyler Brandon Malik Kevin Wei Jin Destiny Kayla",
        "Johnson Miller Davis Wilson Anderson Thomas Jackson Martin Lee Thompson Clark Lewis Young Allen King Scott Nguyen "
        "Hill Flores Baker Rivera Mitchell Carter Phillips Evans Kim Chen Washington Brooks Peña",
    ),
    "DE": _names(
        "de",
        "Anna Lena Laura Julia Katharina Sarah Jana Hannah Franziska Sabine Petra Ingrid Jürgen Lukas Leon Finn Jonas "
        "Maximilian Felix Paul Tobias Stefan Andreas Matthias Björn Günther Jörg Sören Käthe Emine Mehmet",
        "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf "
        "Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Köhler Groß Weiß Yılmaz von_Berg",
    ),
    "FR": _names(
        "fr",
        "Camille Léa Manon Chloé Inès Zoé Élodie Aurélie Hélène Françoise Sandrine Amélie Lucas Hugo Louis Nathan Théo "
        "Raphaël Jules Antoine Mathieu François Jérôme Frédéric Loïc Benoît Jean-Pierre Marie-Claire Anaïs Karim",
        "Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefèvre Michel Bertrand Roux "
        "Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Mercier Guérin Boyer Chevalier François Legrand Benali "
        "Le_Goff D'Aubigné",
    ),
    "PT": _names(
        "pt",
        "Maria Beatriz Mariana Inês Leonor Matilde Catarina Joana Rita Sílvia João Rodrigo Francisco Tiago Gonçalo Miguel "
        "Rui Nuno André Luís Tomás Márcia",
        "Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Jesus Sousa Fernandes Gonçalves Gomes Lopes "
        "Marques Alves Almeida Ribeiro Pinto Carvalho Teixeira Magalhães Simões Conceição",
    ),
    "BR": _names(
        "pt",
        "Ana_Clara Júlia Larissa Letícia Camila Fernanda Bruna Gabriela Luíza Thaís Gabriel Lucas Matheus Felipe Guilherme "
        "Rafael Thiago Vinícius Caio Antônio",
        "da_Silva dos_Santos Oliveira Souza Lima Pereira Costa Araújo Barbosa Ribeiro Cardoso Nascimento Moreira Azevedo "
        "Assunção Conceição",
    ),
    "MX": _names(
        "es",
        "Guadalupe Fernanda Ximena Valeria Daniela Alejandra Jimena Sofía José_Luis Juan_Carlos Luis Miguel Diego Emiliano "
        "Rodrigo Jesús Héctor Verónica",
        "Hernández García Martínez López González Pérez Rodríguez Sánchez Ramírez Cruz Flores Gómez Morales Vázquez "
        "Jiménez Reyes Mendoza Ortiz Castañeda",
    ),
    "PL": _names(
        "pl",
        "Zofia Zuzanna Hanna Maja Katarzyna Małgorzata Agnieszka Joanna Jakub Szymon Piotr Paweł Łukasz Michał Krzysztof "
        "Wojciech Stanisław Żaneta",
        "Nowak Wójcik Kamiński Lewandowska Zieliński Szymańska Woźniak Dąbrowski Kozłowska Jankowski Mazur Krawczyk "
        "Piątek Król Wróbel Łukasik",
    ),
}
