import type { ReportBlock, ReportHead } from '@weir/model';

/** What the thread that writes is begun with. */
export interface Order {
  readonly head: ReportHead;
}

/** What it says. It waits for an answer to `block` and `bytes`, so that neither side runs ahead of the other. */
export type Said =
  | { readonly type: 'block' }
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  | { readonly type: 'page'; readonly pages: number }
  | { readonly type: 'done' };

/** What it is answered: the next block, null where there is none, or that the bytes were taken. */
export type Answer = { readonly block: ReportBlock | null } | 'taken';
