import { applyDecorators, Controller, ForbiddenException, Get, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { callerOf } from '../../access/caller.js';
import { SystemService } from '../../health/system/system.service.js';
import { REST_PATH } from '../paths.js';
import { ApiAnswer, failures } from '../rest/answer.docs.js';
import { ApiProblem } from '../rest/problem.docs.js';
import { asSystem } from './as-system.js';
import { SYSTEM_EXAMPLE } from './system.example.js';
import { SystemType } from './system.type.js';

const PATH = '/api/v1/system';
const OF_THE_FLEET = 'system is of the whole fleet, and this account sees some hosts alone';

/** How weir itself does. */
@ApiTags('health')
@Controller(REST_PATH)
export class SystemController {
  constructor(private readonly service: SystemService) {}

  @Get('system')
  @ApiOperation({
    summary: 'Answers how weir itself does: agents, stream, storing, database, analysis, processes.',
    description:
      'Each part with its state, a sentence, and what to do where it is not well. Not for who sees some hosts alone.',
  })
  @ApiAnswer(SystemType, 'How each part does.', SYSTEM_EXAMPLE)
  @applyDecorators(ApiProblem(403, OF_THE_FLEET, PATH), ...failures(PATH))
  async system(@Req() request: Request): Promise<SystemType> {
    if (callerOf(request)?.scope) throw new ForbiddenException(OF_THE_FLEET);
    return asSystem(await this.service.read());
  }
}
