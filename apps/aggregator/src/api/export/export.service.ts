import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { Response } from 'express';
import { forAskerOfNow } from '../../background/for-asker.js';
import { isLeft } from '../left.js';
import { RETRY_AFTER_SECONDS } from '../unavailable.js';
import { FORMAT, type FormatName } from './format.js';
import { paced } from './paced.js';
import { TooManyExports } from './refusals.js';
import { ExportSlots } from './slots.js';
import type { Table } from './table.js';
import { TableTaker } from './table-taker.js';
import { textsOf } from './texts.js';

/** The parts of a file in their order. */
export type Pieces = AsyncGenerator<string | Uint8Array>;

/** What a file is saved by: its name needs no quoting. */
export interface SentFile {
  readonly name: string;
  readonly type: string;
}

/** Streams tables: a row is read when there is room for it, so that memory is the same for ten rows and for a million. */
@Injectable()
export class ExportService {
  private readonly log = new Logger('export');

  constructor(private readonly slots: ExportSlots) {}

  /** Sends a table as a file, or hands it on. */
  send<Row>(
    target: Response | TableTaker,
    name: string,
    format: FormatName,
    open: () => Promise<Table<Row>> | Table<Row>,
  ): Promise<void> {
    if (target instanceof TableTaker) return target.take(name, format, open);
    const { type } = FORMAT[format];
    const pieces = async (): Promise<Pieces> => textsOf(await open(), FORMAT[format]);
    return this.sendFile(target, { name: `weir-${name}.${format}`, type }, pieces);
  }

  /** Sends a file, piece by piece as it is made, all of it for who asks. What fails before the first is made is told as usual. */
  async sendFile(response: Response, file: SentFile, open: () => Promise<Pieces>): Promise<void> {
    const giveBack = this.slots.take();
    if (!giveBack) {
      response.set('Retry-After', String(RETRY_AFTER_SECONDS));
      throw new TooManyExports();
    }
    try {
      const pieces = forAskerOfNow(await open());
      const first = await pieces.next();
      setHeaders(response, file);
      response.flushHeaders();
      // Nobody reads what a HEAD asks for: what makes it is let go.
      if (response.req.method === 'HEAD') {
        response.end();
        await pieces.return?.();
        return;
      }
      await this.write(
        response,
        paced(first, pieces, () => response.destroy()),
      );
    } finally {
      giveBack();
    }
  }

  /**
   * Once bytes are out no error can be told in the answer: the connection is cut, which every client notices, while a file
   * that ends early would be taken for whole. `pipeline` does that.
   */
  private async write(response: Response, pieces: AsyncIterable<string | Uint8Array>): Promise<void> {
    try {
      await pipeline(Readable.from(pieces, { objectMode: false }), response);
    } catch (error) {
      if (!isLeft(error)) this.log.error('an export broke off', error instanceof Error ? error.stack : error);
    }
  }
}

function setHeaders(response: Response, { name, type }: SentFile): void {
  response.set({
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
  });
}
