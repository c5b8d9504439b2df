import type { Setting, Settings } from './setting.js';

const HEAD = ['| variable | default | takes | meaning |', '| --- | --- | --- | --- |'];

/** The table of settings as Markdown. */
function tableOf(settings: Settings): string {
  return [...HEAD, ...Object.entries(settings).map(([name, setting]) => rowOf(name, setting))].join('\n');
}

/** A page with the table in its place, which comments mark; all else stays as it is. Throws where the page has no such place. */
export function withTable(page: string, program: string, settings: Settings): string {
  const [start, end] = [`<!-- settings of the ${program}, made by npm run settings -->`, '<!-- end of settings -->'];
  const from = page.indexOf(start);
  const to = page.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`the page has no place for the settings of the ${program}`);
  return `${page.slice(0, from + start.length)}\n\n${tableOf(settings)}\n\n${page.slice(to)}`;
}

/** A page without the blanks that line its columns up, so that pages can be compared. */
export function withoutPadding(page: string): string {
  return page.replaceAll(/ {2,}\|/g, ' |').replaceAll(/-{4,}/g, '---');
}

function rowOf(name: string, setting: Setting): string {
  const value = setting.defaultTold ?? (setting.default === '' ? '(none)' : `\`${setting.default}\``);
  const takes = setting.isSecret === true ? `${setting.takes}; secret` : setting.takes;
  return `| \`${name}\` | ${value} | ${takes} | ${setting.meaning} |`;
}
