/** What `molt-js worker` writes beside `main.js`. */
export const program: import("@molt/host").Program;
