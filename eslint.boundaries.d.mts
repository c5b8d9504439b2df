import type { Linter } from 'eslint';

export const STEPS: Record<string, Record<string, string[]>>;
export const boundariesConfig: (plugin: unknown) => Linter.Config;
