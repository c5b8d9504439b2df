import type { Browser, Locator, Page } from 'playwright-core';
import { eventually } from '../../support/eventually.js';
import type { Stack } from '../../support/stack.js';

/** So many simulated hosts beside the real one: few in `npm test`, or as many as are asked for, with 50 interfaces each. */
export const HOSTS = Number(process.env['WEIR_SIMULATED_HOSTS'] ?? 8);
export const IS_LARGE = HOSTS > 100;
/** A large fleet keeps two cores busy: everything may take so many times as long. */
const PATIENCE = IS_LARGE ? 9 : 1;
const WITHIN_MS = 20_000;

/** `eventually`, as patient as the fleet is large. */
export function seen<T>(what: string, attempt: () => T | Promise<T>, withinMs = WITHIN_MS): Promise<T> {
  return eventually(what, attempt, withinMs * PATIENCE);
}

/** A browser at a fleet, as the journeys through it share it; all of it is there when the tests run. */
export interface Visit {
  readonly browser: Browser;
  readonly page: Page;
  readonly stack: Stack;
  /** A minute of which everything is stored, ms since 1970: where it begins. */
  readonly minuteMs: number;
  open(path: string): Promise<void>;
  /** Waits until nothing on the page is still asked for. */
  settled(): Promise<void>;
  /** Of the page's tables. */
  rows(): Locator;
  address(): URL;
}

/** A stretch as the address has it. */
export function stretch(fromMs: number, seconds: number): string {
  return `${fromMs}-${fromMs + seconds * 1_000}`;
}

/** The conditions of the address for hosts of these names. */
export function onHosts(...names: readonly string[]): string {
  return names.map((name) => `host:${name}-1.simulated`).join(',');
}

/** The figures of each row by its first cell, as they are read. */
export async function figuresOf(rows: Locator): Promise<Record<string, string[]>> {
  const all = await rows.all();
  const texts = await Promise.all(all.map((row) => row.locator('[role=gridcell], th, td').allInnerTexts()));
  return Object.fromEntries(texts.map(([name = '', ...figures]) => [plain(name), figures.map(plain)]));
}

/** With usual spaces. */
export function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
