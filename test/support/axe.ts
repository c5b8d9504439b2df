import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** WCAG 2.2 up to level AA, and what is good practice besides. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What it does not find needs no description. */
const OPTIONS = { runOnly: TAGS, resultTypes: ['violations'] };

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What axe finds against a page, or what a selector finds on it, a line a fault; empty where it finds nothing. */
export async function faultsOfAccess(page: Page, within?: string): Promise<string[]> {
  if (!(await page.evaluate('Boolean(window.axe)'))) await page.evaluate(SOURCE);
  const violations = await page.evaluate<readonly Violation[]>(
    `axe.run(${within ? JSON.stringify(within) : 'document'}, ${JSON.stringify(OPTIONS)}).then(({ violations }) => violations)`,
  );
  return violations.map(({ id, help, nodes }) => {
    const [first] = nodes;
    return `${id}: ${help}, ${nodes.length} times, first ${first?.html.slice(0, 200)} (${first?.failureSummary})`;
  });
}
