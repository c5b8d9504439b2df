import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from '@jest/globals';

const ROOT = new URL('../../', import.meta.url).pathname;
const LINK = /\]\((?![a-z]+:)([^)\s]+)\)/g;

const documentsIn = (folder: string, recursive = false): string[] =>
  readdirSync(join(ROOT, folder), { encoding: 'utf8', recursive })
    .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
    .map((name) => join(folder, name));

/** Without what is shown as it is typed. */
const proseOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8').replace(/```.*?```/gs, '');

/** By which a heading is led to: as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-');

const isThere = (from: string, link: string): boolean => {
  const [path = '', anchor] = link.split('#');
  const file = path === '' ? from : join(dirname(from), path);
  if (!existsSync(join(ROOT, file))) return false;
  if (anchor === undefined || !file.endsWith('.md')) return true;
  return [...proseOf(file).matchAll(/^#+ (.*)$/gm)].some(([, heading = '']) => anchorOf(heading) === anchor);
};

it('documents lead to what is there', () => {
  const files = [...documentsIn('.'), ...documentsIn('docs', true), ...documentsIn('deploy', true)];
  const links = files.flatMap((file) => [...proseOf(file).matchAll(LINK)].map(([, link = '']) => ({ file, link })));
  expect(links.length).toBeGreaterThan(300);
  expect(links.filter(({ file, link }) => !isThere(file, link))).toEqual([]);
});
