/** Why a message is refused: the field at fault (`keys[3]`, `base.host/eth0[0]`) and what is wrong with it. */
export interface Refusal {
  readonly field: string;
  readonly reason: string;
}

/** Decoding answers with a value or a refusal; it never throws for bad input and never casts. */
export type Decoded<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** One sentence for logs and the `refused` table. */
export function describeRefusal(refusal: Refusal): string {
  return `${refusal.field}: ${refusal.reason}`;
}
