import { describe } from '@jest/globals';
import { startPostgres } from '../../support/postgres.js';
import { debian13, describeIf } from '../../support/requirements.js';
import { startTimescale } from '../../support/timescale.js';
import { storeContract } from './store-contract.js';

describe('the store on plain PostgreSQL', () => storeContract('none', startPostgres));

describeIf(debian13, 'the store on TimescaleDB (apache)', () => storeContract('apache', startTimescale));
