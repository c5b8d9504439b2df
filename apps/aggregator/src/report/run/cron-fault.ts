/** A field of a cron expression, and what it takes. */
interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** What it can be called by besides numbers. */
  readonly names?: string;
}

const FIELDS: readonly Field[] = [
  { name: 'minute', least: 0, most: 59 },
  { name: 'hour', least: 0, most: 23 },
  { name: 'day of the month', least: 1, most: 31 },
  { name: 'month', least: 1, most: 12, names: 'JAN to DEC' },
  { name: 'weekday', least: 0, most: 7, names: 'SUN to SAT' },
];

/**
 * Which value of five fields is at fault, as it was given, and what its field takes: `day of the month: 32 is not within 1 to 31`.
 * `isTaken` judges expressions: a field, or a value of its list, is at fault where it is refused among fields of `*`.
 */
export function cronFault(fields: readonly string[], isTaken: (cron: string) => boolean): string {
  for (const [place, field] of FIELDS.entries()) {
    const given = fields[place] ?? '';
    const isAlone = (value: string): boolean =>
      isTaken(FIELDS.map((_, each) => (each === place ? value : '*')).join(' '));
    if (isAlone(given)) continue;
    const value = given.split(',').find((each) => !isAlone(each)) ?? given;
    return `${field.name}: ${faultOf(field, value)}`;
  }
  return 'its fields do not go together';
}

function faultOf({ least, most, names }: Field, value: string): string {
  if (value === '') return 'a value of its list is empty';
  const [range = '', step] = value.split('/');
  const outside = (range.match(/\d+/g) ?? []).find((each) => Number(each) < least || Number(each) > most);
  if (outside !== undefined) return `${outside} is not within ${least} to ${most}`;
  const takes = `${least} to ${most}${names === undefined ? '' : `, ${names}`}`;
  const steps = step === undefined ? '' : '; a step follows * or a range, as */5 and 1-9/2 do';
  return `${value} is none of ${takes}, or a range of them from less to more${steps}`;
}
