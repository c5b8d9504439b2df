/** In what an answer differs from the one shown: names, types and nulls, not values; each difference is a sentence. */
export function differencesOf(actual: unknown, shown: unknown, path = 'it'): string[] {
  if (shown === null) return [];
  if (Array.isArray(shown)) return ofLists(actual, shown, path);
  if (isRecord(shown)) return ofObjects(actual, shown, path);
  const [is, should] = [kindOf(actual), kindOf(shown)];
  return is === should ? [] : [`${path} is ${is}, and shown as ${should}`];
}

function ofLists(actual: unknown, shown: readonly unknown[], path: string): string[] {
  if (!Array.isArray(actual)) return [`${path} is ${kindOf(actual)}, and shown as a list`];
  const [pattern] = shown.filter((each) => each !== null);
  if (pattern === undefined) return [];
  if (actual.length === 0) return [`${path} is empty, and shown with entries`];
  // A gap among numbers is as shown; an object that is missing is not.
  const entries: unknown[] = isRecord(pattern) ? actual : actual.filter((each) => each !== null);
  return entries.flatMap((each, index) => differencesOf(each, shown[index] ?? pattern, `${path}[${index}]`));
}

function ofObjects(actual: unknown, shown: Readonly<Record<string, unknown>>, path: string): string[] {
  if (!isRecord(actual)) return [`${path} is ${kindOf(actual)}, and shown as an object`];
  const missing = Object.keys(shown).filter((name) => !(name in actual));
  const more = Object.keys(actual).filter((name) => !(name in shown));
  return [
    ...missing.map((name) => `${path} has no ${name}, which is shown`),
    ...more.map((name) => `${path} has ${name}, which is not shown`),
    ...Object.entries(shown)
      .filter(([name]) => name in actual)
      .flatMap(([name, value]) => differencesOf(actual[name], value, `${path}.${name}`)),
  ];
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value !== 'string') return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value)) return 'a moment';
  return /^\d+$/.test(value) ? 'decimal digits' : 'a text';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
