/** One service of a compose file, once the specification has said that it has this shape. */
export interface Service {
  image?: string;
  build?: { context: string; dockerfile: string; target?: string };
  command?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  healthcheck?: { disable?: boolean };
  depends_on?: Record<string, { condition: string }>;
  restart?: string;
}

/** A compose file. */
export interface Compose {
  services: Record<string, Service>;
  volumes?: Record<string, unknown>;
}
