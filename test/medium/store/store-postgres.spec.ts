import { describe } from '@jest/globals';
import { startPostgres } from '../../support/postgres.js';
import { storeContract } from './store-contract.js';

describe('the store on plain PostgreSQL', () => storeContract('none', startPostgres));
