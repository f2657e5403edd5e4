// The pages of signing in and of one's account. Each works without this: it guesses the time zone and offers passkeys.
import "./guess.js";
import "./passkeys.js";
