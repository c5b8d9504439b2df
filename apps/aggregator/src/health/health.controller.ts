import { Controller, Get, Header, HttpStatus, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { Response } from 'express';
import { Health, HEALTH_EXAMPLE } from './health.js';
import { HealthService } from './health.service.js';

const BROKEN_EXAMPLE: Health = {
  ...HEALTH_EXAMPLE,
  status: 'broken',
  reasons: ['NATS cannot be reached: agents keep their samples until it is back'],
  nats: 'down',
};
const answer = (status: number, description: string, example: object) =>
  ApiResponse({
    status,
    description,
    content: { 'application/json': { schema: { $ref: getSchemaPath(Health) }, example } },
  });

type ObjectSchema = { type: 'object'; required: string[]; properties: Record<string, object> };

const READINESS: ObjectSchema = {
  type: 'object',
  required: ['ready', 'reasons'],
  properties: { ready: { type: 'boolean' }, reasons: { type: 'array', items: { type: 'string' } } },
};
const readiness = (status: number, description: string, example: object) =>
  ApiResponse({ status, description, content: { 'application/json': { schema: READINESS, example } } });

const LIFE: ObjectSchema = {
  type: 'object',
  required: ['alive'],
  properties: { alive: { type: 'boolean' } },
};

/** Whether collection works, whether this process can answer, and whether it runs at all. */
@ApiTags('health')
@Controller()
export class HealthController {
  constructor(private readonly service: HealthService) {}

  @Get('healthz')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'State of collection.',
    description: 'Watch it; do not restart the process for it, since most reasons lie elsewhere.',
  })
  @answer(200, 'Traffic is collected and stored.', HEALTH_EXAMPLE)
  @answer(503, 'It is not; `reasons` says why.', BROKEN_EXAMPLE)
  async healthz(@Res({ passthrough: true }) response: Response): Promise<Health> {
    const health = await this.service.health();
    response.status(health.status === 'ok' ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    return health;
  }

  @Get('readyz')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Whether this process can answer: its database and NATS are there.' })
  @readiness(200, 'It can.', { ready: true, reasons: [] })
  @readiness(503, 'It cannot; `reasons` says why.', { ready: false, reasons: ['the database is being prepared'] })
  async readyz(
    @Res({ passthrough: true }) response: Response,
  ): Promise<{ ready: boolean; reasons: readonly string[] }> {
    const { database, nats, reasons } = await this.service.health();
    const ready = database === 'up' && nats === 'up';
    response.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    return { ready, reasons: ready ? [] : reasons };
  }

  @Get('livez')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Whether this process runs.',
    description: 'It answers while its database or NATS are away, which no restart brings back.',
  })
  @ApiResponse({
    status: 200,
    description: 'It does.',
    content: { 'application/json': { schema: LIFE, example: { alive: true } } },
  })
  livez(): { alive: boolean } {
    return { alive: true };
  }
}
