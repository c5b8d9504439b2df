import { Injectable, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Decoded, Refusal } from '@weir/model';
import { REST_PATH } from '../paths.js';
import { type ParameterSet, readParameters } from '../rest/parameters/parameter.js';
import { queryOf } from '../rest/parameters/query-of.js';
import { RefusedRequest } from '../rest/refused.js';
import { type FormatName, FORMATS } from './format.js';
import type { TableTaker } from './table-taker.js';

/** What an export is called, by its method. */
interface ExportRoute {
  readonly name: string;
  readonly parameters: ParameterSet;
  readonly controller: Type;
  readonly method: string;
}

type Handler = (format: FormatName, values: unknown, taker: TableTaker) => Promise<void>;

const ROUTES = new Map<string, ExportRoute>();

/** Notes that a method is an export: what can be had as a file at once can be made in the background, too. */
export function NotedExport(name: string, parameters: ParameterSet): MethodDecorator {
  return (target, method) => {
    ROUTES.set(name, { name, parameters, controller: target.constructor as Type, method: String(method) });
  };
}

/** An export that was asked for by its path. */
export interface FoundExport {
  readonly name: string;
  readonly format: FormatName;
  /** Hands its table on; what is wrong with the parameters is told by their names. */
  run(taker: TableTaker): Promise<Refusal | null>;
}

const PATH = /^([a-z-]+)\.([a-z]+)$/;
const PREFIX = `${REST_PATH}/export/`;
const LONGEST = 8_000;

/** Finds exports by the path and query that a browser would fetch them by. */
@Injectable()
export class ExportRoutes {
  constructor(private readonly modules: ModuleRef) {}

  find(path: string): Decoded<FoundExport> {
    const refuse = (reason: string): Decoded<FoundExport> => ({ ok: false, refusal: { field: 'path', reason } });
    if (path.length > LONGEST) return refuse(`is longer than ${LONGEST} characters`);
    const [whole = ''] = path.split('?', 1);
    const [, name = '', ending = ''] = whole.startsWith(PREFIX) ? (PATH.exec(whole.slice(PREFIX.length)) ?? []) : [];
    const [route, format] = [ROUTES.get(name), FORMATS.find((each) => each === ending)];
    if (!route || !format) {
      const known = [...ROUTES.keys()].sort().join(', ');
      return refuse(
        `is no export: ${PREFIX}<name>.<format>, the name one of ${known}, the format of ${FORMATS.join(', ')}`,
      );
    }
    const values = readParameters(route.parameters, queryOf(path));
    if (!values.ok) return values;
    return { ok: true, value: { name, format, run: (taker) => this.run(route, format, values.value, taker) } };
  }

  private async run(
    { controller, method }: ExportRoute,
    format: FormatName,
    values: unknown,
    taker: TableTaker,
  ): Promise<Refusal | null> {
    const instance = this.modules.get<Record<string, Handler>>(controller, { strict: false });
    try {
      await instance[method]?.(format, values, taker);
      return null;
    } catch (error) {
      if (error instanceof RefusedRequest) return error.refusal;
      throw error;
    }
  }
}
