// What a validator in C++ does: it is compiled and run for tools/evidence.py.
#include <fstream>
#include <iostream>
#include <string>

int main() {
    std::ifstream input("evidence.cpp");
    std::string line;
    while (std::getline(input, line)) std::cout << line << '\n';
    std::ofstream("made") << "made";
    return input.bad();
}
