import { Module, type Provider, type Type } from '@nestjs/common';
import { PARAMTYPES_METADATA, SELF_DECLARED_DEPS_METADATA } from '@nestjs/common/constants.js';
import { NestFactory } from '@nestjs/core';
import { HealthController } from '../../health/health.controller.js';
import { MetricsController } from '../../health/metrics.controller.js';
import { CONTROLLERS } from '../controllers.js';
import { describeRest } from '../rest/docs.js';

const DESCRIBED: readonly Type[] = [...CONTROLLERS, HealthController, MetricsController];

@Module({ controllers: [...DESCRIBED], providers: DESCRIBED.flatMap(standInsFor) })
class Described {}

/** The description of REST as text, made from the decorators alone: nothing is started, no database is asked. */
export async function openapiText(): Promise<string> {
  const app = await NestFactory.create(Described, { preview: true, logger: false, abortOnError: false });
  try {
    return `${JSON.stringify(describeRest(app), null, 2)}\n`;
  } finally {
    await app.close();
  }
}

/** What a controller asks for is not looked at, but must be there. */
function standInsFor(controller: Type): Provider[] {
  const types = (Reflect.getMetadata(PARAMTYPES_METADATA, controller) ?? []) as Type[];
  const tokens = (Reflect.getMetadata(SELF_DECLARED_DEPS_METADATA, controller) ?? []) as { param: symbol }[];
  return [...types, ...tokens.map(({ param }) => param)].map((provide) => ({ provide, useValue: {} }));
}
