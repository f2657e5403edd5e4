"""The demo's talk in English."""

from typing import Final

from tappa.command.demo_data.words import Line

LINES: Final[dict[Line, tuple[str, ...]]] = {
    Line.ASK: (
        "Hello, how much is the {item}?",
        "Hi! I saw your {item} online. What does it cost, and is everything included?",
        "Good morning, could you tell me the price of the {item} please?",
        "Hi, is the {item} still available? And what would it cost for one person?",
    ),
    Line.ASK_MORE: (
        "Is that with materials?",
        "And how many people are in a group?",
        "Do I need to know anything beforehand? I am a complete beginner 😅",
        "Is there a discount if we come as two?",
    ),
    Line.INTERESTED: (
        "That sounds lovely. When is the next one?",
        "Great, I would like to come. Which dates do you have?",
        "Sounds good! When could I start?",
        "Perfect, that fits my budget. What are the dates?",
    ),
    Line.BOOK: (
        "{day} works for me, I'll take it!",
        "Please put me down for {day}.",
        "Let's do {day}. How do I pay?",
        "{day} is perfect 🎉 Can I book right away?",
    ),
    Line.PAID: (
        "Done, I have just paid.",
        "Payment sent! Did it arrive?",
        "Paid with my card a minute ago.",
        "All paid 👍",
    ),
    Line.THANKS: (
        "Thank you!",
        "Thanks a lot, see you soon!",
        "Perfect, thanks 😊",
        "Great, thank you for your help.",
    ),
    Line.QUESTION: (
        "One more thing: is there parking nearby?",
        "Do I have to bring anything with me?",
        "What time should I be there?",
        "Can my sister come to pick me up at the end?",
    ),
    Line.NOT_NOW: (
        "It is a bit more than I wanted to spend, sorry.",
        "Thanks, but I have decided not to do it for now.",
        "I found something closer to home, thank you anyway.",
        "Unfortunately I can't make those dates. Maybe next year!",
    ),
    Line.POSTPONE: (
        "Sorry, something came up. Could I think about another date?",
        "I need to check with my husband first, is that all right?",
        "Can I pay next week instead? I am travelling.",
    ),
    Line.BACK: (
        "Hello again! Is the {item} still on?",
        "Hi, we wrote a while ago about the {item}. I am interested again.",
        "Sorry for my silence! Do you still run the {item}?",
    ),
    Line.BACK_READY: (
        "Hi! I have thought it over and I would like to join the {item}. When is the next one?",
        "Hello, I finally have time for the {item}. Which dates are left?",
    ),
    Line.AGAIN: (
        "It was wonderful! I would like to book the {item} for {day} as well.",
        "Hi, me again 😊 Could I have a place for the {item} on {day}?",
        "I would like to give the {item} to a friend, {day} if possible.",
    ),
    Line.ANOTHER: (
        "I loved the last course. How much is the {item}?",
        "Hello, a question about the {item}: what would it cost for me?",
    ),
    Line.CANCEL: (
        "I am sorry, I have to cancel.",
        "Unfortunately I am ill and can't come. Could you take me off the list?",
    ),
    Line.PRICE: (
        "Hello{name}! The {item} is {price} €, materials included. Would you like to know the dates?",
        "Hi{name}, thanks for writing! It costs {price} € per person with everything included.",
        "Good to hear from you{name}. The price is {price} €. Shall I send you the dates?",
    ),
    Line.DATES: (
        "The next one is on {day}, we have three places left.",
        "We have {day} or the week after. Which do you prefer?",
        "There is room on {day}. Shall I keep a place for you?",
    ),
    Line.LINK: (
        "Your place on {day} is held for two days. Here you can pay: {link}",
        "With pleasure! Please confirm by paying here: {link}",
        "Reserved. This is the payment link, {price} €: {link}",
    ),
    Line.CONFIRM: (
        "Received, thank you{name}! See you on {day}.",
        "All set{name}, your place is confirmed. You will get the directions by e-mail.",
        "Thank you, the payment is here. We look forward to meeting you on {day}!",
    ),
    Line.ANSWER: (
        "There is free parking just behind the studio.",
        "Just bring comfortable clothes, we have everything else.",
        "We start at ten, the door is open from half past nine.",
        "Of course, no problem at all!",
    ),
    Line.UNDERSTOOD: (
        "I understand{name}. You are welcome any time!",
        "No problem, thank you for telling us.",
        "What a pity! If you change your mind, just write to us here.",
    ),
    Line.FOLLOW_UP: (
        "Hi{name}, are you still interested in the {item}?",
        "Hello{name}, I just wanted to ask whether you have any questions left about the {item}.",
        "Hi{name}, there are two places left for the {item}. Shall I keep one for you?",
    ),
    Line.REMIND: (
        "Hello{name}, your place is still held until tomorrow evening: {link}",
        "A short reminder{name}: we have not seen the payment yet. Is everything all right?",
    ),
    Line.NO_HURRY: (
        "Of course, take your time. Just tell us when you know.",
        "No hurry{name}! We will find another date.",
    ),
    Line.WELCOME_BACK: (
        "Welcome back{name}! Yes, we do, it is still {price} €.",
        "Nice to hear from you again{name}! The {item} is on as before.",
    ),
    Line.GOODBYE: ("You're welcome, see you soon!", "With pleasure 😊", "Have a nice day{name}!"),
}
