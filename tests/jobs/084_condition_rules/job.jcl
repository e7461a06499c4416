//FIRST    JOB 1,'COND OF A FIRST STEP'
//*1 tests of the first step are ignored
//S1       EXEC PGM=ENDCODE,PARM=8,COND=(0,LE)
//*2 a test without a step asks all steps before, not only the last
//S2       EXEC PGM=ENDCODE
//S3       EXEC PGM=ENDCODE,COND=(8,EQ)
//*3 a step that did not run makes a test false
//S4       EXEC PGM=ENDCODE,COND=(0,LE,S3)
//*4 one true test of several bypasses
//S5       EXEC PGM=ENDCODE,COND=((1,EQ,S1),(2,EQ,S1),(3,EQ,S1),
//             (4,EQ,S1),(5,EQ,S1),(6,EQ,S1),(7,EQ,S1),(8,EQ,S1))
//S6       EXEC PGM=ENDCODE,COND=((9,EQ,S1),(0,NE,S2),EVEN)
//OPS      JOB 1,'CODE OPERATOR RC'
//FOUR     EXEC PGM=ENDCODE,PARM=4
//GT       EXEC PGM=ENDCODE,COND=(5,GT,FOUR)
//GE       EXEC PGM=ENDCODE,COND=(4,GE,FOUR)
//EQ       EXEC PGM=ENDCODE,COND=(4,EQ,FOUR)
//LT       EXEC PGM=ENDCODE,COND=(3,LT,FOUR)
//LE       EXEC PGM=ENDCODE,COND=(4,LE,FOUR)
//NE       EXEC PGM=ENDCODE,COND=(5,NE,FOUR)
//NONE     EXEC PGM=ENDCODE,COND=((4,GT,FOUR),(3,GE,FOUR),(5,EQ,FOUR),
//             (4,LT,FOUR),(5,LE,FOUR),(4,NE,FOUR))
//ALLOC    JOB 1,'DOES NOT START'
//S1       EXEC PGM=ENDCODE
//D        DD DSN=NO.SUCH.DATASET,DISP=SHR
//S2       EXEC PGM=ENDCODE,COND=EVEN
//S3       EXEC PGM=ENDCODE,COND=ONLY
//NINE     JOB 1,'TOO MANY TESTS'
//S1       EXEC PGM=ENDCODE
//S2       EXEC PGM=ENDCODE,COND=((1,EQ),(2,EQ),(3,EQ),(4,EQ),(5,EQ),
//             (6,EQ),(7,EQ),(8,EQ),EVEN)
