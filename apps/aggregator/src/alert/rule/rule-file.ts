import {
  type CST,
  isCollection,
  isMap,
  isPair,
  LineCounter,
  type Node,
  parseDocument,
  Parser,
  type ParsedNode,
  stringify,
} from 'yaml';
import { Reader } from './reader.js';
import { readRule, writeRule } from './read-rule.js';
import type { Rule } from './rule.js';
import type { Refusal } from '@weir/model';

/** What is wrong in a file, and where; lines count from 1. */
export interface LineRefusal extends Refusal {
  readonly line: number;
  readonly column: number;
}

export type ReadRuleFile =
  | { readonly ok: true; readonly rules: readonly Rule[] }
  | { readonly ok: false; readonly refusals: readonly LineRefusal[] };

const MOST_CHARACTERS = 1_000_000;
export const MOST_RULES = 2_000;
const MOST_FAULTS = 100;
/** A rule has about eight. */
const MOST_LEVELS = 32;

/** Reads rules from YAML. Either all of them are right, or every fault is told with its line; nothing is taken by half. */
export function readRuleFile(text: string): ReadRuleFile {
  if (text.length > MOST_CHARACTERS)
    return refused([
      { field: 'file', reason: `is longer than ${MOST_CHARACTERS} characters: make several`, line: 1, column: 1 },
    ]);
  if (isTooDeep(text)) {
    return refused([
      { field: 'file', reason: `nests deeper than ${MOST_LEVELS} levels, as no rule does`, line: 1, column: 1 },
    ]);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2', strict: true });
  const refusals = document.errors.map((error) =>
    at({ field: 'file', reason: `is no YAML: ${error.message}` }, error.pos[0], lines),
  );
  if (refusals.length > 0) return refused(refusals);
  const faults: Refusal[] = [];
  const rules = readAll(valueOf(document, faults), faults);
  return faults.length === 0
    ? { ok: true, rules }
    : refused(faults.map((fault) => at(fault, placeOf(document.contents, fault.field), lines)));
}

/** Says where in a file that was read the fields of refusals stand. */
export function withLines(text: string, refusals: readonly Refusal[]): LineRefusal[] {
  const lines = new LineCounter();
  const { contents } = parseDocument(text, { lineCounter: lines, version: '1.2', strict: true });
  return sorted(refusals.map((refusal) => at(refusal, placeOf(contents, refusal.field), lines)));
}

/** The same rules as YAML; reading it gives them again. */
export function writeRuleFile(rules: readonly Rule[]): string {
  return stringify({ version: 1, rules: rules.map(writeRule) }, { lineWidth: 120, aliasDuplicateObjects: false });
}

/**
 * Whether it nests as nobody writes it: a few thousand brackets exhaust the stack of what makes values of them, and that may end the
 * process. Tokens are made without one.
 */
function isTooDeep(text: string): boolean {
  let level: CST.Token[] = [...new Parser().parse(text)];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_LEVELS) return true;
    level = level.flatMap(partsOf);
  }
  return false;
}

function partsOf(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value ? [token.value] : [];
  if (!('items' in token)) return [];
  return token.items.flatMap(({ key, value }) => [...(key ? [key] : []), ...(value ? [value] : [])]);
}

/** Aliases can make a small file a huge value. */
function valueOf(document: { toJS(options: { maxAliasCount: number }): unknown }, faults: Refusal[]): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    faults.push({ field: 'file', reason: 'must not use aliases (*name): write it out' });
    return {};
  }
}

function readAll(value: unknown, faults: Refusal[]): Rule[] {
  if (faults.length > 0) return [];
  const file = Reader.of(value, '', faults);
  if (!file) return [];
  if (file.get('version') !== 1) file.refuse('version', 'must be 1');
  const rules = file.list('rules', MOST_RULES, (each, path) => {
    const read = readRule(each, path);
    if (!read.ok) faults.push(...read.refusals);
    return read.ok ? read.rule : null;
  });
  refuseTwins(rules, faults);
  file.end();
  return rules.filter((rule) => rule !== null);
}

function refuseTwins(rules: readonly (Rule | null)[], faults: Refusal[]): void {
  const places = new Map<string, number>();
  rules.forEach((rule, place) => {
    if (!rule) return;
    const earlier = places.get(rule.id);
    if (earlier !== undefined)
      faults.push({ field: `rules[${place}].id`, reason: `is taken by rules[${earlier}]: ids are unique` });
    else places.set(rule.id, place);
  });
}

/** Where a field stands; where it is missing, where what should hold it begins. */
function placeOf(contents: ParsedNode | null, field: string): number {
  let node: Node | null = contents;
  let place = contents?.range[0] ?? 0;
  for (const step of field.split(/[.[\]]+/).filter((part) => part !== '')) {
    const next = stepInto(node, step);
    if (next === null) break;
    node = next.node;
    place = next.place;
  }
  return place;
}

function stepInto(node: Node | null, step: string): { readonly node: Node | null; readonly place: number } | null {
  if (!isCollection(node)) return null;
  const item: unknown = isMap(node) ? node.items.find(({ key }) => String(key) === step) : node.items[Number(step)];
  if (isPair<ParsedNode, ParsedNode | null>(item)) return { node: item.value, place: item.key.range[0] };
  const held = item as ParsedNode | undefined;
  return held?.range ? { node: held, place: held.range[0] } : null;
}

function at(refusal: Refusal, offset: number, lines: LineCounter): LineRefusal {
  const { line, col } = lines.linePos(offset);
  return { ...refusal, line, column: col };
}

function refused(refusals: readonly LineRefusal[]): ReadRuleFile {
  return { ok: false, refusals: sorted(refusals) };
}

/** The first of them, in their order. */
function sorted(refusals: readonly LineRefusal[]): LineRefusal[] {
  return [...refusals].sort((one, other) => one.line - other.line || one.column - other.column).slice(0, MOST_FAULTS);
}
