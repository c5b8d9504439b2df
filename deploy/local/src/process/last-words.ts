import { readFile } from 'node:fs/promises';

const LONGEST = 300;

/** Why a program ended, from its log: every fault of its settings, each on a line; else its last telling line. */
export async function lastWords(logFile: string): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const faults = lines.flatMap((line) => /^weir (?:agent|aggregator): (.*)/.exec(line)?.[1] ?? []);
  if (faults.length > 0) return [...new Set(faults)].map((fault) => `\n    ${fault}`).join('');
  const telling = lines.filter((line) => /error|fatal|panic|cannot|fail/i.test(line));
  return ` ${plain(telling.at(-1) ?? lines.at(-1) ?? 'it said nothing').slice(0, LONGEST)}`;
}

/** What a line says; one in JSON, as programs write for collectors, in words. */
function plain(line: string): string {
  try {
    const { msg, err } = JSON.parse(line) as { msg?: string; err?: { message?: string } };
    const parts = [msg, err?.message].filter((part) => part !== undefined && part !== '');
    return [...new Set(parts)].join(': ') || line;
  } catch {
    return line.trim();
  }
}
