"""Writes data/: python3 generators/generate.py"""
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "submissions/accepted/tree_walk.py"


def case(name, text):
    text = text.strip("\n") + "\n"
    path = ROOT / "data" / f"{name}.in"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    run = subprocess.run([sys.executable, REFERENCE], input=text, capture_output=True, text=True, check=True)
    path.with_suffix(".ans").write_text(run.stdout)


def random_expression(rng, depth):
    if depth == 0 or rng.random() < 0.2:
        return rng.choice(["a", "b", "c", str(rng.randint(-9, 9))])
    kind = rng.random()
    sub = lambda: random_expression(rng, depth - 1)
    if kind < 0.2:
        return f"(set {rng.choice('abc')} {sub()})"
    if kind < 0.35:
        return f"(print {sub()})"
    if kind < 0.45:
        return f"(if {sub()} {sub()} {sub()})"
    if kind < 0.55:
        return f"(do {sub()} {sub()})"
    return f"({rng.choice('+-*/%<=')} {sub()} {sub()})"


def main():
    rng = random.Random(5_05)
    case("sample/01-loop", "(set n 5)\n(set f 1)\n(while (< 0 n)\n  (set f (* f n))\n  (set n (- n 1)))\n(print f)")
    case("sample/02-unknown", "(print 1)\n(print (+ one 1))\n(print 2)")
    case("sample/03-syntax", "(print 1)\n(print 1 2)")
    case("secret/01-values", "7 -7 (print (do 1 2 3)) (print (while 0)) (print (set x 9)) (print (print x)) (print (if 0 1 2)) (print (if -1 1 2))")
    case("secret/02-rounding", "".join(f"(print ({op} {a} {b}))" for op in "/%" for a in (7, -7) for b in (2, -2)) + "(print (= 2 2))(print (< 2 2))(print (< -3 -2))")
    case("secret/03-lazy", "(set a 1)(print (if a 10 (/ 1 0)))(print (if (- a 1) nobody 20))(while 0 (/ 1 0))(print (do (set a 5) (+ a a)))")
    case("secret/04-order", "(set x 1)\n(print (- (set x 5) (set x (+ x 2))))\n(print x)\n(print (+ (do (print 1) 10) (do (print 2) 20)))")
    case("secret/05-division", "(set z 0)\n(print 3)\n (print (% 5\n z))\n(print 4)")
    case("secret/06-innermost-first", "(print (/ nobody 0))\n")
    case("secret/07-unknown-before-division", "(print 1)(print (/ (/ 1 0) nobody))")
    case("secret/08-self", "(set a (+ a 1))")
    case("secret/09-syntax-close", "(print 1))\n(print 2)")
    case("secret/10-syntax-open", "(print 1)\n(do (print 2)\n  (+ 1\n")
    case("secret/11-syntax-few", "(print (+ 1))")
    case("secret/12-syntax-many", "(set a 1)\n(if a 1 2 3)")
    case("secret/13-syntax-words", "(print 1)\n(set 5 5)")
    case("secret/14-syntax-no-operator", "(print 1)\n((+ 1 2) 3)")
    case("secret/15-syntax-word-as-name", "(print 1)\n(print while)")
    case("secret/16-syntax-token", "(print 1)\n(print 12ab)")
    case("secret/17-empty-do", "(print 1) (do )")
    case("secret/18-big", "(set n 0)(set a 1)(while (< n 200)(do (set a (* a 7))(set n (+ n 1))))(print a)(print (% a 1000007))")
    case("secret/19-loops", "(set i 0)(set s 0)(while (< i 40)(set j 0)(while (< j 40)(if (= (% (+ i j) 3) 0)(set s (+ s (* i j)))0)(set j (+ j 1)))(set i (+ i 1)))(print s)")
    case("secret/20-deep", "(print " + "(+ 1 " * 2990 + "0" + ")" * 2990 + ")")
    for number, depth in ((21, 4), (22, 5), (23, 6)):
        lines = ["(set a 2)", "(set b -3)", "(set c 7)"]
        while sum(map(len, lines)) < 1500:
            lines.append(random_expression(rng, depth))
        case(f"secret/{number}-random", "\n".join(lines))


main()
