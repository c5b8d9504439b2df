import { RawJson } from './raw-json.js';

/** Makes the text of each object once, however many subscribers it is sent to. */
export function onceEach<T extends object>(textOf: (value: T) => string): (value: unknown) => RawJson {
  const made = new WeakMap<object, RawJson>();
  return (value) => {
    const known = made.get(value as T) ?? new RawJson(textOf(value as T));
    made.set(value as T, known);
    return known;
  };
}
