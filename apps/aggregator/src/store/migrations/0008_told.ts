/** When what has no end of its own was last told of, so that it can be forgotten: to the day for what states are told of. */
export function told(): string {
  return `
ALTER TABLE state_series ADD COLUMN told_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE run ADD COLUMN told_at timestamptz NOT NULL DEFAULT now();`;
}
