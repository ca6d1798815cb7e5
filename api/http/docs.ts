import { dirname } from 'node:path';
import express, { Router } from 'express';

/** The package is a folder of built pages; its code and types are of no use here. */
const swaggerUi = dirname(require.resolve('swagger-ui-dist/package.json'));

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Everbox API</title>
    <link rel="stylesheet" href="swagger-ui.css" />
    <link rel="icon" href="favicon-32x32.png" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="swagger-ui-bundle.js"></script>
    <script src="everbox.js"></script>
  </body>
</html>
`;

const script = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  // The validator badge would send our URL to a service on the internet.
  validatorUrl: null,
});
`;

/** The pages of the OpenAPI document, with all their parts from here: nothing is loaded from elsewhere. */
export function docsRouter(): Router {
  const router = Router({ strict: true });
  // Relative links of the page need the slash.
  router.get('/docs', (_req, res) => res.redirect(301, '/docs/'));
  router.get(['/docs/', '/docs/index.html'], (_req, res) => void res.type('html').send(page));
  router.get('/docs/everbox.js', (_req, res) => void res.type('js').send(script));
  router.use('/docs/', express.static(swaggerUi, { index: false }));
  return router;
}
