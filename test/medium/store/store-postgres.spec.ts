import { describe } from '@jest/globals';
import { startPostgres } from '../../support/postgres.js';
import { prepareServer } from './prepared-server.js';
import { storeContract } from './store-contract.js';

describe('the store on plain PostgreSQL', () => storeContract('none', () => prepareServer(startPostgres)));
