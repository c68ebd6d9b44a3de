import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Configuration } from '#runtime';
import { bootScript } from './boot-script.js';
import { findPlaygroundFiles } from './playground-files.js';
import { playgroundPage } from './playground-page.js';

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** Whatever the page would like to fetch elsewhere, the browser does not let it: all of it comes from this server. */
const contentPolicy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "frame-ancestors 'none'",
  "form-action 'none'",
  "base-uri 'self'",
].join('; ');

/** Serves the playground at `/playground`, from files of an npm package. Where it is production there are no such routes. */
@Injectable()
export class PlaygroundRoutes implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost<FastifyAdapter>,
    @Inject(Configuration) private readonly configuration: Configuration,
  ) {}

  async onModuleInit(): Promise<void> {
    if (this.configuration.isProduction) return;
    const files = await findPlaygroundFiles();
    const page = playgroundPage(files.html);
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    // The fragment of the address, where the token is, survives this redirect and never reaches the server.
    fastify.get('/', (_request, reply) => reply.redirect('/playground/'));
    fastify.get('/playground', (_request, reply) => reply.redirect('/playground/'));
    fastify.get('/playground/', (_request, reply) => send(reply, '.html', page));
    fastify.get('/playground/boot.js', (_request, reply) => send(reply, '.js', bootScript));
    fastify.get('/playground/*', async (request: FastifyRequest<{ Params: { '*': string } }>, reply) => {
      // Looked up among the files that there are, so that no spelling of a path leads out of their folder.
      const name = request.params['*'];
      const path = files.paths.get(name);
      if (path === undefined) return reply.code(404).type('text/plain').send('There is no such file.');
      return send(reply.header('cache-control', 'max-age=3600'), extname(name), await readFile(path));
    });
  }
}

function send(reply: FastifyReply, extension: string, content: string | Buffer): FastifyReply {
  return reply
    .header('content-security-policy', contentPolicy)
    .type(mediaTypes[extension] ?? 'application/octet-stream')
    .send(content);
}
