import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

// oxlint-disable-next-line typescript/no-explicit-any -- what is read of the document, `ajv` and the tests check
type Json = any;

/** The OpenAPI document as served, as a judge of answers. */
export interface Contract {
  /** Throws when an answer has a status, or a body, that the document does not allow. */
  check(method: string, path: string, answer: { status: number; body: unknown }): void;
}

export async function openContract(url: string): Promise<Contract> {
  const document: Json = await (await fetch(`${url}/openapi.json`)).json();
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema({ $id: 'everbox', components: document.components });
  const templates = Object.keys(document.paths).map((template) => ({
    template,
    pattern: new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }));
  return {
    check(method, path, { status, body }) {
      const pathname = path.split('?')[0] ?? '';
      const template = templates.find(({ pattern }) => pattern.test(pathname))?.template;
      const operation = template ? document.paths[template][method.toLowerCase()] : undefined;
      if (!operation) return; // an unknown path or method: there is nothing to compare with
      const response = operation.responses[status];
      if (!response) throw new Error(`${method} ${template} answered ${status}, which OpenAPI does not name`);
      const media: Json = Object.values(response.content)[0];
      const schema = JSON.parse(JSON.stringify(media.schema).replaceAll('"#/components', '"everbox#/components'));
      const valid = ajv.validate(schema, body);
      if (!valid) throw new Error(`${method} ${template} ${status}: ${ajv.errorsText()} in ${JSON.stringify(body)}`);
    },
  };
}
