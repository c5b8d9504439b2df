import { parseArgs } from 'node:util';

/** What the command line asks for. */
export type Flags =
  | { readonly kind: 'run'; readonly once: boolean; readonly stdout: boolean }
  | { readonly kind: 'doctor'; readonly json: boolean }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'fault'; readonly text: string };

export const HELP = `Usage: node main.js [--once] [--stdout]
       node main.js doctor [--json]

Counts the traffic of this host's and its containers' interfaces, and sends it to NATS once a second.

  --once      two readings, an interval apart, and an end
  --stdout    print messages, a line of JSON each, instead of sending them; the state folder is left alone
  doctor      look at all that it reads and reaches, and say what to mend; ends with 1 where something is
  --json      say it as JSON
  --version   print the version
  --help      print this

Everything else is set by environment variables: see docs/configuration.md.
`;

const DOCTOR = 'doctor';
const OPTIONS = {
  once: { type: 'boolean' },
  stdout: { type: 'boolean' },
  version: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads the command line. */
export function readFlags(args: string[]): Flags {
  if (args[0] === DOCTOR) return readDoctorFlags(args.slice(1));
  const { values, tokens } = parseArgs({ args, options: OPTIONS, strict: false, tokens: true });
  const wrong = tokens.find((token) => !isFlag(token));
  if (wrong) return { kind: 'fault', text: `argument ${wrong.index + 1} is none of ${namesOfFlags()}` };
  if (values.help === true) return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  return { kind: 'run', once: values.once === true, stdout: values.stdout === true };
}

function readDoctorFlags(args: readonly string[]): Flags {
  const wrong = args.findIndex((arg) => arg !== '--json');
  if (wrong >= 0) return { kind: 'fault', text: `argument ${wrong + 2} is not --json, which is all that doctor takes` };
  return { kind: 'doctor', json: args.length > 0 };
}

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number];

function isFlag(token: Token): boolean {
  return token.kind === 'option' && Object.hasOwn(OPTIONS, token.name) && token.value === undefined;
}

function namesOfFlags(): string {
  return Object.keys(OPTIONS)
    .map((name) => `--${name}`)
    .join(', ');
}
