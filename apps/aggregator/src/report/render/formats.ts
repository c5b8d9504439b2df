import type { Report, ReportFormat } from '@weir/model';
import { renderCsv } from './csv.js';
import { renderJson } from './json.js';
import { renderPdf } from './pdf/render-pdf.js';

/** A way to write a report. */
export interface Renderer {
  readonly type: string;
  /** Writes as its pieces are taken; ends soon after it is aborted. `onPage` hears how many pages there are, where there are pages. */
  render(report: Report, signal: AbortSignal, onPage?: (pages: number) => void): AsyncGenerator<string | Uint8Array>;
}

/** Each by its name, which is the ending of a file. */
export const RENDERERS: Readonly<Record<ReportFormat, Renderer>> = {
  csv: { type: 'text/csv; charset=utf-8', render: renderCsv },
  json: { type: 'application/json; charset=utf-8', render: renderJson },
  pdf: { type: 'application/pdf', render: renderPdf },
};
