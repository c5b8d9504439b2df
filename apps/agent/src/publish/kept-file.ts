import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSystemError, readText } from '../procfs/files.js';

/** A small file that outlives the agent: whole or not at all, however the process ends. */
export class KeptFile {
  private readonly path: string | null;
  private written: string | null = null;

  /** `folder` is null where nothing can be kept. */
  constructor(folder: string | null, name: string) {
    this.path = folder === null ? null : join(folder, name);
  }

  /** Null where there is none. */
  read(): string | null {
    return this.path === null ? null : readText(this.path);
  }

  /** Writes where something changed; gives the reason where it cannot. */
  write(text: string): string | null {
    if (this.path === null || text === this.written) return null;
    try {
      writeFileSync(`${this.path}.new`, text);
      renameSync(`${this.path}.new`, this.path);
      this.written = text;
      return null;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return `${this.path} cannot be written: ${error.code}`;
    }
  }
}
