/** A moment of SQL as ms since 1970. */
export const MS = (moment: string): string => `(extract(epoch FROM ${moment}) * 1000)::float8`;
