import { ApacheEdition } from './apache.js';

/**
 * TimescaleDB with all its features, of which weir takes none beyond those of apache: it packs tighter by itself than the
 * columnstore does, and what is in the columnstore cannot be read once the licence is apache's again (docs/adr/0022).
 */
export class CommunityEdition extends ApacheEdition {
  override readonly name = 'community';
}
