/** Which labels may be sent, by name. */
export type LabelFilter = (name: string) => boolean;

/** A container's or pod's labels as sent. */
export type Labels = Readonly<Record<string, string>>;

const MAX_LABELS = 64;
const MAX_NAME = 255;
const MAX_VALUE = 1_024;

/** Nothing is sent unless somebody asked for it: labels hold secrets. */
export const noLabels: LabelFilter = () => false;

/** Allows the names listed, and where one ends in `*` all that begin with what stands before. */
export function labelFilter(patterns: readonly string[]): LabelFilter {
  const exact = new Set(patterns);
  const prefixes = patterns.flatMap((pattern) => (pattern.endsWith('*') ? pattern.slice(0, -1) : []));
  return (name) => exact.has(name) || prefixes.some((prefix) => name.startsWith(prefix));
}

/** The labels that may be sent, within what a message holds; everything else is dropped here. */
export function allowedLabels(labels: Readonly<Record<string, unknown>>, allows: LabelFilter): Labels {
  const names = Object.keys(labels).filter((name) => name !== '' && name.length <= MAX_NAME && allows(name));
  return Object.fromEntries(
    names
      .sort()
      .slice(0, MAX_LABELS)
      .flatMap((name) => {
        const value = labels[name];
        return typeof value === 'string' ? [[name, value.replaceAll('\u0000', '').slice(0, MAX_VALUE)]] : [];
      }),
  );
}
