import type { ReportBlock } from '@weir/model';
import type { Piece } from '../page/placer.js';
import { barsPieces } from './bars.js';
import type { Context } from './context.js';
import { figuresPieces } from './figures.js';
import { heatPieces } from './heat.js';
import { linesPieces } from './lines.js';
import { sectionPieces } from './section.js';
import { sharesPieces } from './shares.js';
import { tablePieces } from './table.js';
import { textPieces } from './text.js';

/** What a block is laid out as, one piece after the other. */
export function piecesOf(block: ReportBlock, context: Context): Iterable<Piece> {
  switch (block.type) {
    case 'section':
      return sectionPieces(block, context);
    case 'text':
      return textPieces(block, context);
    case 'figures':
      return figuresPieces(block, context);
    case 'table':
      return tablePieces(block, context);
    case 'lines':
      return linesPieces(block, context);
    case 'bars':
      return barsPieces(block, context);
    case 'shares':
      return sharesPieces(block, context);
    case 'heat':
      return heatPieces(block, context);
  }
}
