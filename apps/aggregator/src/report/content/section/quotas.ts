import type { ReportBlock } from '@weir/model';
import { section, text } from '../blocks.js';
import type { ReportContext } from '../context.js';

/** How much of each quota is used. */
export async function* quotas(context: ReportContext): AsyncGenerator<ReportBlock> {
  void context;
  yield await Promise.resolve(section('quotas', 'Quotas'));
  yield text('No quota is set.');
}
