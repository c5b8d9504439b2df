import type { SectionBlock } from '@weir/model';
import type { ColourBook } from '../chart/colour-book.js';
import type { Pen } from '../page/pen.js';

/** What blocks are laid out with. */
export interface Context {
  readonly pen: Pen;
  readonly timeZone: string;
  readonly colours: ColourBook;
  /** Hears where a section begins, when it is drawn. */
  readonly onSection: (section: SectionBlock, top: number) => void;
}
