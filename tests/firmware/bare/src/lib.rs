//! What the programs need: the networks, a start and an end.
//!
//! The system calls are those of Linux on x86-64; on a board, the board's support crate stands here.

#![no_std]

pub mod net;
pub mod others;

use core::{arch::asm, panic::PanicInfo};

/// Makes a function that gives the exit code the program's start.
#[macro_export]
macro_rules! start {
    ($main:path) => {
        extern "C" fn call_main() -> ! {
            $crate::exit($main())
        }
        core::arch::global_asm!(
            ".globl _start",
            "_start:",
            "xor ebp, ebp",
            "and rsp, -16",
            "call {call_main}",
            call_main = sym call_main,
        );
    };
}

/// Ends the program.
pub fn exit(code: u8) -> ! {
    const EXIT_GROUP: usize = 231;
    // SAFETY: the call takes a number and does not return.
    unsafe { asm!("syscall", in("rax") EXIT_GROUP, in("rdi") usize::from(code), options(noreturn)) }
}

/// Writes a line: a name and a float's bits. Formatting by `core::fmt` would be larger than the network.
pub fn print(name: &str, value: f32) {
    let bits = value.to_bits();
    write(name.as_bytes());
    let digits: [u8; 8] =
        core::array::from_fn(|place| b"0123456789abcdef"[(bits >> (28 - 4 * place)) as usize % 16]);
    write(b" ");
    write(&digits);
    write(b"\n");
}

fn write(bytes: &[u8]) {
    const WRITE: usize = 1;
    const STANDARD_OUTPUT: usize = 1;
    // SAFETY: the kernel reads the bytes, and changes the two registers named last.
    unsafe {
        asm!(
            "syscall",
            inlateout("rax") WRITE => _,
            in("rdi") STANDARD_OUTPUT,
            in("rsi") bytes.as_ptr(),
            in("rdx") bytes.len(),
            lateout("rcx") _,
            lateout("r11") _,
        );
    }
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    exit(101)
}

/// `core` is compiled for unwinding here, and names what would do it.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}

/// On a board, these two come with `compiler_builtins`; this target expects libc's.
///
/// # Safety
/// As for C's `memcpy`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn memcpy(to: *mut u8, from: *const u8, count: usize) -> *mut u8 {
    // SAFETY: the caller's promise.
    unsafe { asm!("rep movsb", inout("rcx") count => _, inout("rdi") to => _, inout("rsi") from => _) }
    to
}

/// # Safety
/// As for C's `memset`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn memset(to: *mut u8, byte: i32, count: usize) -> *mut u8 {
    // SAFETY: the caller's promise.
    unsafe { asm!("rep stosb", inout("rcx") count => _, inout("rdi") to => _, in("al") byte as u8) }
    to
}
