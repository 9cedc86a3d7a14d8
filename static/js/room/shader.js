/** The orb as a shader: one body of two colours that flow into each other, its light around it, and rings. */

export const VERTEX = `
attribute vec2 corner;
void main() { gl_Position = vec4(corner, 0.0, 1.0); }
`;

export const FRAGMENT = `
precision highp float;
uniform float size, level, turn, seconds, life, inward;
uniform vec3 you, it, tint;
uniform vec4 ages, forces;

const vec3 IVORY = vec3(1.0, 0.985, 0.957);

float swell(float angle) {
  return sin(angle * 2.0 + seconds * 1.7) * 0.5 + sin(angle * 3.0 - seconds * 2.3) * 0.32 + sin(angle * 5.0 + seconds * 3.1) * 0.18;
}

float noise(vec2 at) { return fract(sin(dot(at, vec2(12.9898, 78.233))) * 43758.5453); }

vec3 body(vec2 q) {
  float z = sqrt(max(0.0, 1.0 - dot(q, q)));
  vec2 flow = q * (1.15 - 0.25 * z);
  for (int fold = 0; fold < 3; fold++) {
    float at = float(fold);
    flow += (0.34 + level * 0.16) * sin(flow.yx * (1.7 + at * 0.5) + vec2(turn * (0.7 + at * 0.2), -turn * 0.9 + at * 2.1));
  }
  float share = smoothstep(-0.95, 0.95, dot(flow, normalize(vec2(0.8, -0.5))));
  vec3 colour = mix(mix(you, IVORY, 0.1), it, share);
  float veil = smoothstep(0.35, 1.15, sin(flow.x * 1.9 - flow.y * 1.3 + turn * 0.6) * 0.5 + 0.6);
  colour = mix(colour, IVORY, veil * (0.3 + level * 0.3) * z);
  vec3 shade = mix(tint, vec3(0.2, 0.12, 0.16), 0.32);
  colour = mix(colour, shade, 0.42 * pow(1.0 - z, 2.2));
  float light = smoothstep(1.15, 0.0, length(q - vec2(-0.32, 0.46)));
  colour = mix(colour, IVORY, light * light * mix(0.42, 0.68, life));
  colour += it * 0.16 * smoothstep(0.9, 0.1, length(q - vec2(0.42, -0.58))) * life;
  float rim = smoothstep(0.86, 1.0, length(q));
  return mix(colour, IVORY, rim * rim * 0.28);
}

float rings(float away, float radius) {
  float sum = 0.0;
  for (int at = 0; at < 4; at++) {
    float age = ages[at];
    if (age < 0.0) continue;
    float way = inward > 0.5 ? 1.0 - age : age;
    float line = 1.0 - smoothstep(0.004, 0.016, abs(away - mix(radius * 1.07, 0.95, way)));
    float fade = inward > 0.5 ? age * (1.0 - age) * 3.0 : pow(1.0 - age, 1.5);
    sum += line * fade * forces[at] * 0.62;
  }
  return sum;
}

void main() {
  vec2 p = (gl_FragCoord.xy * 2.0 - size) / size;
  float away = length(p);
  float breath = life * sin(seconds * 1.1) * 0.012;
  float radius = 0.63 + breath + level * 0.056;
  float edge = radius * (1.0 + swell(atan(p.y, p.x)) * life * (0.006 + level * 0.055));
  float outside = max(0.0, away - edge);
  float fade = smoothstep(1.0, 0.74, away);
  float glow = (exp(-outside * 13.0) * 0.5 + exp(-outside * 4.6) * 0.3) * mix(0.3, 0.62 + level * 0.5, life) * fade;
  float shadow = exp(-8.0 * max(0.0, length(p - vec2(0.0, -0.07)) - radius)) * 0.16 * fade;
  float around = clamp(glow + shadow + rings(away, radius), 0.0, 1.0);
  float inside = 1.0 - smoothstep(-2.0 / size, 2.0 / size, away - edge);
  vec3 colour = mix(tint * around, body(p / edge), inside);
  float grain = (noise(gl_FragCoord.xy) - 0.5) / 255.0 * 1.6;
  float alpha = mix(around, 1.0, inside);
  gl_FragColor = vec4(colour + grain * alpha, alpha);
}
`;
