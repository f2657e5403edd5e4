"""The demo's talk in Spanish."""

from typing import Final

from tappa.command.demo_data.words import Line

LINES: Final[dict[Line, tuple[str, ...]]] = {
    Line.ASK: (
        "Hola, ¿cuánto cuesta? Me interesa: {item}.",
        "¡Hola! He visto en internet: {item}. ¿Qué precio tiene y está todo incluido?",
        "Buenos días, ¿me podéis decir el precio? Es por: {item}.",
        "Buenas, ¿quedan plazas para {item}? ¿Y cuánto sería para una persona?",
    ),
    Line.ASK_MORE: (
        "¿Los materiales están incluidos?",
        "¿Cuántas personas sois en un grupo?",
        "¿Hace falta saber algo antes? Empiezo de cero 😅",
        "¿Hay descuento si vamos dos?",
    ),
    Line.INTERESTED: (
        "¡Qué bien suena! ¿Cuándo es el próximo?",
        "Genial, me gustaría ir. ¿Qué fechas tenéis?",
        "¡Me interesa! ¿Cuándo podría empezar?",
        "Perfecto, me encaja en el presupuesto. ¿Cuáles son las fechas?",
    ),
    Line.BOOK: (
        "El {day} me va bien, ¡me lo quedo!",
        "Apúntame para el {day}, por favor.",
        "Quedamos en el {day}. ¿Cómo pago?",
        "El {day} es perfecto 🎉 ¿Puedo reservar ya?",
    ),
    Line.PAID: (
        "Hecho, acabo de pagar.",
        "¡Pago enviado! ¿Ha llegado?",
        "Pagado ahora mismo con tarjeta.",
        "Todo pagado 👍",
    ),
    Line.THANKS: (
        "¡Gracias!",
        "Muchas gracias, ¡hasta pronto!",
        "Perfecto, gracias 😊",
        "Genial, gracias por la ayuda.",
    ),
    Line.QUESTION: (
        "Una cosa más: ¿se puede aparcar cerca?",
        "¿Tengo que llevar algo?",
        "¿A qué hora tengo que estar allí?",
        "¿Puede venir mi hermana a recogerme al final?",
    ),
    Line.NOT_NOW: (
        "Es un poco más de lo que quería gastar, lo siento.",
        "Gracias, pero de momento he decidido no hacerlo.",
        "He encontrado algo más cerca de casa, gracias igualmente.",
        "Por desgracia no puedo en esas fechas. ¡Quizá el año que viene!",
    ),
    Line.POSTPONE: (
        "Perdón, me ha surgido algo. ¿Puedo pensar en otra fecha?",
        "Tengo que hablarlo antes con mi marido, ¿os parece bien?",
        "¿Puedo pagar la semana que viene? Estoy de viaje.",
    ),
    Line.BACK: (
        "¡Hola otra vez! {item}: ¿sigue en pie?",
        "Hola, os escribí hace tiempo por {item}. Me vuelve a interesar.",
        "¡Perdón por el silencio! ¿Seguís ofreciendo {item}?",
    ),
    Line.BACK_READY: (
        "¡Hola! Lo he pensado y quiero apuntarme: {item}. ¿Cuándo es el próximo?",
        "Hola, por fin tengo tiempo para {item}. ¿Qué fechas quedan?",
    ),
    Line.AGAIN: (
        "¡Fue una maravilla! Quiero reservar también {item} para el {day}.",
        "Hola, soy yo otra vez 😊 ¿Hay sitio para {item} el {day}?",
        "Me gustaría regalar {item} a una amiga, el {day} si puede ser.",
    ),
    Line.ANOTHER: (
        "Me encantó el último curso. ¿Cuánto cuesta {item}?",
        "Hola, una pregunta sobre {item}: ¿cuánto me costaría?",
    ),
    Line.CANCEL: (
        "Lo siento, tengo que cancelar.",
        "Por desgracia no me encuentro bien y no puedo ir. ¿Me podéis quitar de la lista?",
    ),
    Line.PRICE: (
        "¡Hola{name}! {item}: {price} €, materiales incluidos. ¿Quieres saber las fechas?",
        "Buenos días{name}, ¡gracias por escribir! Cuesta {price} € por persona, todo incluido.",
        "Qué alegría{name}. El precio es {price} €. ¿Te mando las fechas?",
    ),
    Line.DATES: (
        "El próximo es el {day}, quedan tres plazas.",
        "Tenemos el {day} o la semana siguiente. ¿Qué prefieres?",
        "Hay sitio el {day}. ¿Te guardo una plaza?",
    ),
    Line.LINK: (
        "Tu plaza del {day} queda reservada dos días. Puedes pagar aquí: {link}",
        "¡Con mucho gusto! Confirma pagando aquí: {link}",
        "Reservado. Este es el enlace de pago, {price} €: {link}",
    ),
    Line.CONFIRM: (
        "Recibido, ¡gracias{name}! Nos vemos el {day}.",
        "Todo listo{name}, tu plaza está confirmada. Te llegarán las indicaciones por correo.",
        "Gracias, el pago ha llegado. ¡Te esperamos el {day}!",
    ),
    Line.ANSWER: (
        "Hay aparcamiento gratuito justo detrás del taller.",
        "Basta con ropa cómoda, lo demás lo ponemos nosotros.",
        "Empezamos a las diez, la puerta está abierta desde las nueve y media.",
        "¡Claro, sin problema!",
    ),
    Line.UNDERSTOOD: (
        "Lo entiendo{name}. ¡Aquí estamos cuando quieras!",
        "Sin problema, gracias por avisar.",
        "¡Qué pena! Si cambias de idea, escríbenos por aquí.",
    ),
    Line.FOLLOW_UP: (
        "Hola{name}, {item}: ¿te sigue interesando?",
        "Buenas{name}, solo quería preguntar si te queda alguna duda sobre {item}.",
        "Hola{name}, quedan dos plazas para {item}. ¿Te guardo una?",
    ),
    Line.REMIND: (
        "Hola{name}, tu plaza sigue reservada hasta mañana por la tarde: {link}",
        "Un recordatorio{name}: todavía no hemos visto el pago. ¿Va todo bien?",
    ),
    Line.NO_HURRY: (
        "Claro, tómate tu tiempo. Avísanos cuando lo sepas.",
        "¡Sin prisa{name}! Buscamos otra fecha.",
    ),
    Line.WELCOME_BACK: (
        "¡Qué alegría leerte otra vez{name}! Sí, sigue costando {price} €.",
        "¡Hola de nuevo{name}! {item}: sigue como antes.",
    ),
    Line.GOODBYE: ("De nada, ¡hasta pronto!", "Un placer 😊", "¡Que tengas un buen día{name}!"),
}
