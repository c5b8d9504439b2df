import { debian13, describeIf } from '../../support/requirements.js';
import { startTimescale } from '../../support/timescale.js';
import { prepareServer } from './prepared-server.js';
import { storeContract } from './store-contract.js';

describeIf(debian13, 'the store on TimescaleDB (apache)', () =>
  storeContract('apache', () => prepareServer(startTimescale)),
);
