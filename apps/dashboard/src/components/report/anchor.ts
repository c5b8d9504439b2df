import type { SectionBlock } from '@weir/model';

/** Where a section of a report is on its page: what stands behind the `#` of an address. */
export function anchorOf({ id }: Pick<SectionBlock, 'id'>): string {
  return `section-${id}`;
}
