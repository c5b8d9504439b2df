import type { Format } from './format.js';
import type { Table } from './table.js';

/** Texts are handed on in pieces of about this size. */
const PIECE_CHARACTERS = 64 * 1024;
/** Where rows are far between, what there is goes on after so long: who waits sees that the answer comes. */
const PIECE_MS = 1_000;
/** Rows of a batch that are written at once: in between, other requests have their turn. */
const ROWS_AT_A_TIME = 500;

/** A table as text, made while it is read. */
export async function* textsOf<Row>({ columns, batches }: Table<Row>, format: Format): AsyncGenerator<string> {
  let text = format.begin(columns);
  let isFirst = true;
  let handedMs = Date.now();
  for await (const rows of batches) {
    for (let index = 0; index < rows.length; index += ROWS_AT_A_TIME) {
      text += format.rows(columns, rows.slice(index, index + ROWS_AT_A_TIME), isFirst);
      isFirst = false;
      if (text.length < PIECE_CHARACTERS) continue;
      yield text;
      text = '';
      handedMs = Date.now();
    }
    if (Date.now() - handedMs < PIECE_MS) continue;
    yield text;
    text = '';
    handedMs = Date.now();
  }
  yield text + format.end;
}
