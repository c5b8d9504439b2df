/** Tells the person at the terminal what is going on, a line for each step. */
export interface Steps {
  /** Shows `doing` while the work lasts, then what it came to and how long it took. */
  step<T>(doing: string, work: () => Promise<T>, done: (result: T) => string): Promise<T>;
  /** A line of its own. */
  note(text: string): void;
}
