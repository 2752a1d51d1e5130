/** What `writeProgramsFolder` writes beside `main.js`. */
export const programs: Record<string, () => import("@molt/host").Program>;
