import { describe } from '@jest/globals';
import { startPglite } from '../../support/pglite.js';
import { startPostgres } from '../../support/postgres.js';
import { debian13, describeIf } from '../../support/requirements.js';
import { startTimescale } from '../../support/timescale.js';
import { averagesContract } from './averages-contract.js';

describe('averages on plain PostgreSQL', () => averagesContract(startPostgres));

describeIf(debian13, 'averages on TimescaleDB (apache)', () => averagesContract(startTimescale));

describe('averages on TimescaleDB (community, in memory)', () => averagesContract(startPglite));
