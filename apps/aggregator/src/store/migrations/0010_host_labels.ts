/** What people note about hosts, such as `{"site": "berlin"}`: the value of each label by its key. */
export function hostLabels(): string {
  return `ALTER TABLE host ADD COLUMN labels jsonb NOT NULL DEFAULT '{}';`;
}
