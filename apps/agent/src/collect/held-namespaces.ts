import type { Namespace } from '../discover/namespaces.js';
import { HoldingLimit } from '../procfs/held-file.js';
import { HeldFiles, type NamespaceFiles } from './namespace-files.js';

/** The files of the namespaces of containers, held open for every collector that reads them. */
export class HeldNamespaces {
  private files = new Map<string, HeldFiles>();
  private living: readonly Namespace[] = [];

  constructor(
    private readonly procRoot: string,
    private readonly limit = HoldingLimit.ofThisProcess(),
  ) {}

  of({ life, inode }: Namespace): NamespaceFiles {
    const files = this.files.get(life) ?? new HeldFiles(this.procRoot, inode, this.limit);
    this.files.set(life, files);
    return files;
  }

  /** Lets go of the namespaces that ended, so that the kernel can. */
  keepOnly(living: readonly Namespace[]): void {
    if (living === this.living) return;
    this.living = living;
    const lives = new Set(living.map(({ life }) => life));
    for (const [life, files] of this.files) {
      if (lives.has(life)) continue;
      files.close();
      this.files.delete(life);
    }
  }
}
