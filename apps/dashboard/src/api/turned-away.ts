let listener: () => void = () => undefined;

/** Calls back when the aggregator no longer knows who asks: signed out, expired, or with another role than before. */
export function onTurnedAway(act: () => void): void {
  listener = act;
}

/** Tells that an answer was refused because nobody is known to be signed in. */
export function tellTurnedAway(): void {
  listener();
}
