import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { LiveModule } from '../live/live.module.js';
import { QueryModule } from '../query/query.module.js';
import { GraphqlApiModule } from './graphql/graphql.module.js';
import { InterfaceController } from './rest/interface.controller.js';
import { ProblemFilter } from './rest/problem.filter.js';

/** The role `api`: GraphQL, REST and live traffic. */
@Module({
  imports: [GraphqlApiModule, LiveModule, QueryModule],
  controllers: [InterfaceController],
  providers: [{ provide: APP_FILTER, useClass: ProblemFilter }],
})
export class ApiModule {}
