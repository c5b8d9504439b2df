import { HttpException, HttpStatus } from '@nestjs/common';
import { MOST_EXPORTS } from './slots.js';

/** What is told to who comes while all slots are taken. */
export const ALL_SLOTS_TAKEN = `${MOST_EXPORTS} exports are being written already: ask again when one of them is done`;

/** All slots are taken. */
export class TooManyExports extends HttpException {
  constructor() {
    super(ALL_SLOTS_TAKEN, HttpStatus.TOO_MANY_REQUESTS);
  }
}
