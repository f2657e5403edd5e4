"""The demo's talk in Italian."""

from typing import Final

from tappa.command.demo_data.words import Line

LINES: Final[dict[Line, tuple[str, ...]]] = {
    Line.ASK: (
        "Buongiorno, quanto costa? Mi interessa: {item}.",
        "Ciao! Ho visto online: {item}. Che prezzo ha, ed è tutto compreso?",
        "Salve, potrei avere il prezzo per: {item}?",
        "Buonasera, ci sono ancora posti per {item}? E quanto verrebbe per una persona?",
    ),
    Line.ASK_MORE: (
        "I materiali sono compresi?",
        "In quanti siete di solito in un gruppo?",
        "Serve sapere già qualcosa? Io parto proprio da zero 😅",
        "C'è uno sconto se veniamo in due?",
    ),
    Line.INTERESTED: (
        "Che bello. Quando c'è il prossimo?",
        "Ottimo, mi piacerebbe venire. Che date avete?",
        "Mi interessa! Quando potrei iniziare?",
        "Perfetto, ci sto dentro con il budget. Quali sono le date?",
    ),
    Line.BOOK: (
        "{day} per me va bene, lo prendo!",
        "Mi segni pure per {day}.",
        "Facciamo {day}. Come pago?",
        "{day} è perfetto 🎉 Posso prenotare subito?",
    ),
    Line.PAID: (
        "Fatto, ho appena pagato.",
        "Pagamento inviato! È arrivato?",
        "Pagato ora con la carta.",
        "Tutto pagato 👍",
    ),
    Line.THANKS: ("Grazie!", "Grazie mille, a presto!", "Perfetto, grazie 😊", "Ottimo, grazie dell'aiuto."),
    Line.QUESTION: (
        "Un'altra cosa: si può parcheggiare lì vicino?",
        "Devo portare qualcosa?",
        "A che ora devo essere lì?",
        "Alla fine può venire a prendermi mia sorella?",
    ),
    Line.NOT_NOW: (
        "È un po' più di quanto volevo spendere, mi dispiace.",
        "Grazie, ma per ora ho deciso di lasciar perdere.",
        "Ho trovato qualcosa di più vicino a casa, grazie lo stesso.",
        "Purtroppo in quelle date non posso. Magari l'anno prossimo!",
    ),
    Line.POSTPONE: (
        "Scusate, ho avuto un imprevisto. Posso pensare a un'altra data?",
        "Devo prima sentire mio marito, va bene lo stesso?",
        "Posso pagare la settimana prossima? Sono in viaggio.",
    ),
    Line.BACK: (
        "Buongiorno, rieccomi! {item}: si fa ancora?",
        "Ciao, ci eravamo scritti tempo fa per {item}. Mi interessa di nuovo.",
        "Scusate il silenzio! Proponete ancora {item}?",
    ),
    Line.BACK_READY: (
        "Ciao! Ci ho pensato e vorrei iscrivermi: {item}. Quando c'è il prossimo?",
        "Salve, finalmente ho tempo per {item}. Che date sono rimaste?",
    ),
    Line.AGAIN: (
        "È stato bellissimo! Vorrei prenotare anche {item}, {day}.",
        "Ciao, sono di nuovo io 😊 C'è un posto per {item}, {day}?",
        "Vorrei regalare {item} a un'amica, {day} se possibile.",
    ),
    Line.ANOTHER: (
        "L'ultima volta mi è piaciuta tanto. Quanto costa {item}?",
        "Buongiorno, una domanda su {item}: quanto verrebbe per me?",
    ),
    Line.CANCEL: (
        "Mi dispiace, devo disdire.",
        "Purtroppo sono malata e non posso venire. Potete togliermi dalla lista?",
    ),
    Line.PRICE: (
        "Ciao{name}! {item}: {price} €, materiali compresi. Vuole sapere le date?",
        "Buongiorno{name}, grazie di averci scritto! Costa {price} € a persona, tutto compreso.",
        "Che piacere{name}. Il prezzo è {price} €. Le mando le date?",
    ),
    Line.DATES: (
        "Il prossimo è {day}, ci sono ancora tre posti.",
        "Abbiamo {day} oppure la settimana dopo. Cosa preferisce?",
        "C'è posto {day}. Gliene tengo uno?",
    ),
    Line.LINK: (
        "Il posto di {day} è riservato per due giorni. Può pagare qui: {link}",
        "Volentieri! Confermi pagando qui: {link}",
        "Prenotato. Ecco il link per il pagamento, {price} €: {link}",
    ),
    Line.CONFIRM: (
        "Ricevuto, grazie{name}! Ci vediamo {day}.",
        "Tutto a posto{name}, il posto è confermato. Le indicazioni arrivano per e-mail.",
        "Grazie, il pagamento è arrivato. Vi aspettiamo {day}!",
    ),
    Line.ANSWER: (
        "C'è un parcheggio gratuito proprio dietro il laboratorio.",
        "Bastano vestiti comodi, a tutto il resto pensiamo noi.",
        "Si comincia alle dieci, la porta è aperta dalle nove e mezza.",
        "Certo, nessun problema!",
    ),
    Line.UNDERSTOOD: (
        "Capisco{name}. Quando vuole, siamo qui!",
        "Nessun problema, grazie di avercelo detto.",
        "Che peccato! Se cambia idea, ci scriva pure qui.",
    ),
    Line.FOLLOW_UP: (
        "Ciao{name}, {item}: le interessa ancora?",
        "Buongiorno{name}, volevo solo chiedere se ha ancora domande su {item}.",
        "Ciao{name}, per {item} sono rimasti due posti. Gliene tengo uno?",
    ),
    Line.REMIND: (
        "Buongiorno{name}, il posto è riservato fino a domani sera: {link}",
        "Un promemoria{name}: non abbiamo ancora visto il pagamento. È tutto a posto?",
    ),
    Line.NO_HURRY: (
        "Certo, faccia con calma. Ci dica quando lo sa.",
        "Nessuna fretta{name}! Troviamo un'altra data.",
    ),
    Line.WELCOME_BACK: (
        "Bentornata o bentornato{name}! Sì, costa sempre {price} €.",
        "Che bello risentirla{name}! {item}: si fa come prima.",
    ),
    Line.GOODBYE: ("Prego, a presto!", "È un piacere 😊", "Buona giornata{name}!"),
}
