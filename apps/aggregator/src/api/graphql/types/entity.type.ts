import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

/** What stacks, services and workloads have in common. */
@ObjectType({ isAbstract: true })
abstract class EntityType {
  @Field(() => ID, {
    description: 'Its name over all hosts, as series are grouped by it: `shop`, `shop/web`, `prod/Deployment/web`.',
  })
  readonly id: string;

  @Field(() => Int, { name: 'hostCount', description: 'How many hosts it has containers on.' })
  readonly hosts: number;

  @Field(() => Int, { name: 'containerCount', description: 'How many containers it has, on all hosts.' })
  readonly containers: number;
}

/** A Compose project or Swarm stack over all hosts. */
@ObjectType('Stack', { description: 'A Compose project or Swarm stack, over all hosts.' })
export class StackType extends EntityType {
  @Field(() => String, { name: 'name', description: 'Its name.' })
  readonly stack: string;
}

/** A Compose or Swarm service over all hosts. */
@ObjectType('Service', { description: 'A Compose or Swarm service, over all hosts.' })
export class ServiceType extends EntityType {
  @Field(() => String, { nullable: true, description: 'Compose project or Swarm stack that it is part of.' })
  readonly stack: string | null;

  @Field(() => String, { name: 'name', description: 'Its name, as the runtime tells it.' })
  readonly service: string;
}

/** A Kubernetes workload over all hosts. */
@ObjectType('Workload', { description: 'What controls pods, such as a deployment, over all hosts.' })
export class WorkloadType extends EntityType {
  @Field(() => String, { nullable: true, name: 'namespace', description: 'Namespace of its pods.' })
  readonly podNamespace: string | null;

  @Field(() => String, { name: 'name', description: 'Kind and name, as `Deployment/web`.' })
  readonly workload: string;
}
