import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';

/** None of our operations has one; a page that shows parts on demand has a few. */
export const MAX_DIRECTIVES = 50;

/** Validation rule: refuses documents with more than MAX_DIRECTIVES directives, known or not. */
export function directiveLimit(context: ValidationContext): ASTVisitor {
  let count = 0;
  return {
    Directive(node) {
      count += 1;
      if (count !== MAX_DIRECTIVES + 1) return;
      const message = `The operation has more than ${MAX_DIRECTIVES} directives: send several operations`;
      context.reportError(new GraphQLError(message, { nodes: node }));
    },
  };
}
